// The blocks of stacks.json through cdktf, as one stack each: what `cdktf synth` runs.
const { App, TerraformStack } = require('cdktf');
const { readFileSync } = require('node:fs');
const app = new App();
for (const [name, body] of Object.entries(JSON.parse(readFileSync(process.env.BENCH_INPUT, 'utf8')).stacks)) {
  const stack = new TerraformStack(app, name);
  for (const [section, value] of Object.entries(body)) stack.addOverride(section, value);
}
app.synth();
