// Every image is named by its digest.
import { cel, podWith, pods, policy } from 'leitwerk/policy';

export default policy({
  onObject: pods(),
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.9', 'ISO 27001 A.5.21', 'ISO 42001 A.10.3', 'SOC 2 CC8.1'],
  because: 'A tag can be moved to another image after the review; a digest is the image that was reviewed.',
  remedy: 'name the image by its digest: name@sha256:..., as `docker buildx imagetools inspect name:tag` prints it',
  waivable: 'governance',
  // https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms
  rule: cel`
    pod.containers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$'))
    && (!has(pod.initContainers) || pod.initContainers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$')))
    && (!has(pod.ephemeralContainers) || pod.ephemeralContainers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$')))
  `,
  fails: podWith({ image: 'vllm/vllm-openai:v0.27.1' }),
  passes: podWith({ image: 'docker.io/vllm/vllm-openai@sha256:0a51ea5b4ae2dc5d81890e5173f54203d2a3ae0cfffe51b8fd2afd4391bfd967' }),
});
