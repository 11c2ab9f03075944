export { pathsOf } from './paths.ts';
export { distances, endingsOf, unreachedStates } from './reach.ts';
export { transitionsIn, transitionsOf } from './transitions.ts';
export { walk } from './walk.ts';

export type { AnswerCase, Circumstances, EventCase } from './circumstances.ts';
export type { Happening } from './happenings.ts';
export type { Place } from './map.ts';
export type { Path, Step } from './paths.ts';
export type { DistanceOptions } from './reach.ts';
export type { Walker } from './walk.ts';
