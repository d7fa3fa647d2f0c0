/** Required by the server and its workers: workers that start once the file `HANG` exists hang before their own code runs. */
const { existsSync } = require('node:fs');

const isWorker = /workers.entry\.js$/.test(process.argv[1] ?? '');
while (isWorker && existsSync(`${process.env.TMPDIR}/HANG`));
