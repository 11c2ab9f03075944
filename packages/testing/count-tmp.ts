import { authFlow } from './test/paths/flows.ts';
const t=performance.now();
const f = authFlow();
console.log(f.paths.length, f.paths.flatMap(p=>p.steps).length, performance.now()-t);
const t2=performance.now(); console.log("find", process.cpuUsage());
for (const p of f.paths) await f.walk(p).catch(()=>{});
console.log(performance.now()-t2, process.cpuUsage());
