// CommonJS in old syntax, so that a Node too old for everything else still prints this one line.
const wanted = require('../package.json').engines.node;

/** @param {string} version major and minor as one number that can be compared */
function comparable(version) {
  const parts = /(\d+)\.?(\d*)/.exec(version) || [];
  return Number(parts[1]) * 1000 + Number(parts[2] || 0);
}

if (comparable(process.versions.node) < comparable(wanted)) {
  console.error(`Noir needs Node ${wanted}; this is Node ${process.versions.node} (${process.execPath}).`);
  process.exit(1);
}
