// Providers that stay: the engine would start one for each stack in each of its walks, and four fifths of what they do is to start. Each serves one stack at a time, and is configured anew for the next.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** `lend` gives work a provider that nobody else has, as the engine's TF_REATTACH_PROVIDERS: https://developer.hashicorp.com/terraform/plugin/debugging */
export function providers(home, environment, scratch) {
  const running = new Set(), idle = [];
  let closed = false;
  const start = () => new Promise((resolve, reject) => {
    // Unless told otherwise it writes a trace of 3 MB for each plan, read or not.
    const env = { ...process.env, ...environment, GOGC: '400', TF_LOG_SDK: 'off', TF_LOG_PROVIDER: 'off', PLUGIN_UNIX_SOCKET_DIR: scratch };
    const child = spawn(join(home, 'bin/terraform-provider-aws'), ['-debug'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    running.add(child);
    child.on('error', reject).on('close', (code) => { running.delete(child); reject(new Error(`the provider ended with ${code}`)); });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = /^\s*TF_REATTACH_PROVIDERS='(.*)'$/.exec(line)?.[1];
      // Which registry's it is called is the engine's to say.
      if (said) resolve({ child, attach: JSON.stringify(Object.fromEntries(readdirSync(join(home, 'mirror')).map((host) => [`${host}/hashicorp/aws`, Object.values(JSON.parse(said))[0]]))) });
    });
  });
  return {
    async lend(work) {
      if (closed) throw new Error('the judge has ended: no provider is started any more'); // an apply that was interrupted still wants to destroy
      const one = idle.pop() ?? await start();
      try { return await work(one.attach); } finally { if (running.has(one.child)) idle.push(one); }
    },
    close() {
      closed = true;
      for (const child of running) child.kill('SIGKILL');
    },
  };
}
