// The process in which promptfoo stays loaded: started when it is first asked, and again after it has ended amid an evaluation.
import { fork } from 'node:child_process';

export function staying(program, env) {
  let child, last = Promise.resolve();
  function start() {
    let said = '';
    child = fork(new URL('./evaluations.mjs', import.meta.url), [program], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { said = (said + text).slice(-4000); });
    child.on('close', (code) => { const ended = child; child = undefined; ended.emit('message', { code: code || 128, all: `promptfoo ended amid an evaluation, with ${code}\n${said}` }); });
  }
  const ask = (question) => new Promise((resolve) => {
    if (!child) start();
    child.once('message', resolve).send(question);
  });
  return {
    /** How an evaluation ended, and what it said: one at a time, since each is in a folder of its own. */
    run: (folder, args) => { const answer = last.then(() => ask({ folder, args })); last = answer; return answer; },
    close: () => child?.removeAllListeners('close').kill(),
  };
}
