// The objects of objects.json through cdk8s, as one chart a file: what `cdk8s synth` runs.
const { App, Chart, ApiObject } = require('cdk8s');
const { readFileSync } = require('node:fs');
const app = new App();
for (const [file, objects] of Object.entries(JSON.parse(readFileSync(process.env.BENCH_INPUT, 'utf8')).objects)) {
  const chart = new Chart(app, file, { disableResourceNameHashes: true });
  objects.forEach((body, i) => new ApiObject(chart, `o${i}`, body));
}
app.synth();
