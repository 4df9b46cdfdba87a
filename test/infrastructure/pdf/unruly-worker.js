// A worker that does as it is told: answers, fails, dies or never ends.
const { parentPort, workerData } = require('node:worker_threads');

let answered = 0;
parentPort.on('message', ({ id, inputs }) => {
  if (inputs.act === 'die') process.exit(3);
  if (inputs.act === 'throw') throw new Error('broken');
  if (inputs.act === 'hang') for (;;);
  if (inputs.act === 'fail') parentPort.postMessage({ id, fault: 'unknown variable' });
  else {
    answered += 1;
    parentPort.postMessage({ id, pdf: Buffer.from(`${inputs.act} ${answered} ${workerData.workspace}`) });
  }
});
