import { describe } from 'vitest';
import { testMainJourneys } from './main-journeys.ts';
import { testRealMessages } from './real-messages.ts';
import { testSingleSignOn } from './single-sign-on.ts';
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
  describe('real messages', () => testRealMessages(real, path, adding));
  describe('the main journeys', () => testMainJourneys(real, name, path));
  describe('single sign-on', () => testSingleSignOn(real, path));
});
