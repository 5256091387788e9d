// The command line, environment and model volume of a vLLM server. Real flags of vLLM 0.27: https://docs.vllm.ai/en/v0.27.1/cli/serve/
import type { EngineSettings } from '../../analyse/sizing.ts';
import type { WeightSource } from '../../analyse/weights.ts';
import type { JsonObject } from '../../model/json.ts';
import { inference } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { milliseconds } from '../../model/units.ts';

/** Where a mounted model lies, and where everything is kept that the engine downloads or compiles. */
export const paths = { model: '/model', cache: '/cache', shm: '/dev/shm', tmp: '/tmp' } as const;

/** Time to finish answers after the pod is told to go; callers wait no longer. */
export const drainSeconds = ({ timeout }: NodeOf<'ModelEndpoint'>): number => (timeout === undefined ? 60 : Math.ceil(milliseconds(timeout) / 1000));

/** What the engine is made to do with the model. A guard model answers in words; the others give vectors and scores. https://docs.vllm.ai/en/v0.27.1/models/pooling_models/ */
const runner: Readonly<Record<NodeOf<'ModelEndpoint'>['task'], readonly string[]>> = {
  generate: ['--runner=generate'], moderate: ['--runner=generate'], embed: ['--runner=pooling', '--convert=embed'], rerank: ['--runner=pooling', '--convert=classify'],
};

/** `mounted`: where weights from an image or a volume lie. */
const model = (source: WeightSource, mounted: string): readonly string[] => {
  switch (source.from) {
    case 'hf': return [source.repository, `--revision=${source.revision}`];
    // https://docs.vllm.ai/en/v0.27.1/models/extensions/runai_model_streamer/
    case 's3': return [source.uri, '--load-format=runai_streamer'];
    case 'oci': return [mounted];
    case 'pvc': return [mounted === paths.model ? `${mounted}/${source.path}` : mounted];
  }
};

export const serve = (endpoint: NodeOf<'ModelEndpoint'>, source: WeightSource, engine: EngineSettings, name: string, traces: string | undefined, mounted: string = paths.model): readonly string[] => [
  ...model(source, mounted), ...runner[endpoint.task],
  `--served-model-name=${name}`, `--port=${inference.port}`,
  `--max-model-len=${engine.maxModelLen}`, `--max-num-seqs=${engine.maxNumSeqs}`, `--max-num-batched-tokens=${engine.maxNumBatchedTokens}`,
  `--tensor-parallel-size=${engine.tensorParallelSize}`, `--gpu-memory-utilization=${engine.gpuMemoryUtilization}`, `--kv-cache-dtype=${engine.kvCacheDtype}`,
  // A checkpoint that is stored quantised says so itself; saying it again can only contradict it.
  ...(engine.quantization === undefined ? [] : [`--quantization=${engine.quantization}`]),
  // Without it the server drops what it is answering: https://github.com/vllm-project/vllm/pull/36666
  `--shutdown-timeout=${drainSeconds(endpoint)}`,
  // The settings of the SDK alone trace nothing; the image has the libraries since https://github.com/vllm-project/vllm/pull/34466
  ...(traces === undefined ? [] : [`--otlp-traces-endpoint=${traces}`]),
];

export const environment = (source: WeightSource, token: { readonly name: string; readonly key: string } | undefined): readonly JsonObject[] => [
  // Caches of the hub, of torch, Triton and FlashInfer all go below the home folder; the root file system is read-only. The name spares torch a look into /etc/passwd.
  { name: 'HOME', value: paths.cache }, { name: 'USER', value: 'vllm' },
  ...(source.from === 'hf' ? [] : [{ name: 'HF_HUB_OFFLINE', value: '1' }]),
  ...(source.from === 'hf' && source.hub !== undefined ? [{ name: 'HF_ENDPOINT', value: source.hub }] : []),
  ...(source.from === 'hf' && token ? [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: token.name, key: token.key } } }] : []),
  // Usage statistics would be a flow that nobody declared.
  { name: 'HF_HUB_DISABLE_TELEMETRY', value: '1' }, { name: 'VLLM_NO_USAGE_STATS', value: '1' },
];

export const modelVolume = (source: WeightSource): readonly JsonObject[] => {
  switch (source.from) {
    case 'hf': case 's3': return [];
    case 'oci': return [{ name: 'model', image: { reference: source.image, pullPolicy: 'IfNotPresent' } }];
    case 'pvc': return [{ name: 'model', persistentVolumeClaim: { claimName: source.claim, readOnly: true } }];
  }
};
