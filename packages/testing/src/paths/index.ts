export { pathsOf } from './paths.ts';
export { distances, endingsOf, unreachedStates } from './reach.ts';
export { sizeOf, transitionsIn, transitionsOf } from './transitions.ts';
export { walk } from './walk.ts';

export type { Place } from './map.ts';
export type { EventCase, OutputCase, PathModel, SnapshotCase, TaggedSnapshot } from './model.ts';
export type { Path, Step } from './paths.ts';
export type { DistanceOptions } from './reach.ts';
export type { Trigger } from './triggers.ts';
export type { Walker } from './walk.ts';
