// Loaded into each measured process: writes its peak memory in KiB and its processor time in microseconds where the benchmark asks for it.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  if (process.env.BENCH_USED && require('node:worker_threads').isMainThread) require('node:fs').appendFileSync(process.env.BENCH_USED, `${maxRSS} ${userCPUTime + systemCPUTime}\n`);
});
