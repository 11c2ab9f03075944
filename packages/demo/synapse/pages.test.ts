import { describe } from 'vitest';
import { addWhatArrives } from './arriving.ts';
import { tellMainJourneys } from './main-journeys.ts';
import { signOnElsewhere } from './single-sign-on.ts';
import { useRealDemo } from './use-real-demo.ts';

const real = useRealDemo();

describe.concurrent.each([
  {
    name: 'React page',
    path: 'react.html',
    adding: { email: 'react@example.org', typed: '06 11 22 33 44', listed: '+33611223344' },
  },
  {
    name: 'Vue page',
    path: 'vue.html',
    adding: { email: 'vue@example.org', typed: '06 11 22 33 55', listed: '+33611223355' },
  },
])('on a real homeserver, the $name', ({ name, path, adding }) => {
  describe('as it is opened', () => addWhatArrives(real, path, adding));
  describe('the main stories', () => tellMainJourneys(real, name, path));
  describe('somebody who signs on elsewhere', () => signOnElsewhere(real, path));
});
