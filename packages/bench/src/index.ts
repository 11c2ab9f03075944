import { availableParallelism } from 'node:os';
import { measureAdditions } from './additions.ts';
import { printFigures } from './figures.ts';
import { measurePaths } from './paths.ts';
import { measureSizes } from './sizes.ts';

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
const paths = await measurePaths();
printFigures(paths.title, paths.figures);
const additions = await measureAdditions();
printFigures(additions.title, additions.figures);
const sizes = measureSizes();
printFigures(sizes.title, sizes.figures);
process.exitCode = paths.isWithin && additions.hasFewestRequests ? 0 : 1;
