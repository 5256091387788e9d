// Loaded into each measured process: writes its peak memory, in KiB, where the benchmark asks for it.
process.on('exit', () => { if (process.env.BENCH_RSS) require('node:fs').appendFileSync(process.env.BENCH_RSS, `${process.resourceUsage().maxRSS}\n`); });
