// A worker that does as it is told: answers, fails, dies or never ends.
const { parentPort, workerData } = require('node:worker_threads');

let answered = 0;
parentPort.on('message', ({ id, job }) => {
  if (job === 'die') process.exit(3);
  if (job === 'throw') throw new Error('broken');
  if (job === 'hang') for (;;);
  if (job === 'fail') parentPort.postMessage({ id, fault: 'unknown variable' });
  else {
    answered += 1;
    parentPort.postMessage({ id, result: `${job} ${answered} ${workerData}` });
  }
});
