// Accelerators: the memory that an engine sees, and whether GPUs of one machine are joined by a fast link.
// Carried over on 2026-11-23. Usable memory is what engines print, never the label: an "80 GB" H100 shows 79.1 GiB.

export interface Accelerator {
  /** As people call it. */
  readonly title: string;
  readonly nominalGib: number;
  /** What an engine sees; missing where no log was found. */
  readonly usableGib?: number;
  readonly basis?: string;
  /** NVLink or alike: tensor parallelism over PCIe is slow. */
  readonly fastLink?: true;
  readonly source: string;
}

const aws = 'https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/website/content/en/docs/reference/instance-types.md';
const system = (name: string): string =>
  `https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/systems/${name}.yaml`;

export const accelerators: Readonly<Record<string, Accelerator>> = {
  t4: { title: 'NVIDIA T4', nominalGib: 16, source: aws },
  a10: { title: 'NVIDIA A10', nominalGib: 24, source: 'lightning 2.6.6, lightning/fabric/utilities/throughput.py' },
  a10g: { title: 'NVIDIA A10G', nominalGib: 24, usableGib: 22.35, basis: '22888 MiB in the AWS instance table', source: aws },
  l4: { title: 'NVIDIA L4', nominalGib: 24, usableGib: 22.35, basis: '22888 MiB in the AWS instance table', source: system('l4') },
  l40s: { title: 'NVIDIA L40S', nominalGib: 48, usableGib: 44.42, basis: '44.42 GiB printed by vLLM (issue 15815); yaml says 46068 MiB', source: 'https://github.com/vllm-project/vllm/issues/15815' },
  'rtx-pro-6000-blackwell-server': { title: 'NVIDIA RTX PRO 6000 Blackwell Server Edition', nominalGib: 96, usableGib: 94.97, basis: '94.97-95.01 GiB printed by engines; yaml 97887 MiB', source: system('rtx_pro_6000_server') },
  'rtx-5090': { title: 'NVIDIA GeForce RTX 5090', nominalGib: 32, usableGib: 31.4, basis: 'engine log', source: 'https://github.com/noonghunna/club-3090/issues/612' },
  'rtx-4090': { title: 'NVIDIA GeForce RTX 4090', nominalGib: 24, source: 'lightning 2.6.6, lightning/fabric/utilities/throughput.py' },
  'rtx-3090': { title: 'NVIDIA GeForce RTX 3090', nominalGib: 24, usableGib: 23.58, basis: 'engine log', source: 'https://github.com/vllm-project/vllm/issues/10517' },
  'a100-40-sxm': { title: 'NVIDIA A100 40 GB SXM', nominalGib: 40, usableGib: 39.49, basis: '39.49 GiB engine log', fastLink: true, source: aws },
  'a100-80-sxm': { title: 'NVIDIA A100 80 GB SXM', nominalGib: 80, usableGib: 79.15, basis: '79.15-79.25 GiB engine logs', fastLink: true, source: system('a100_sxm') },
  'a100-80-pcie': { title: 'NVIDIA A100 80 GB PCIe', nominalGib: 80, usableGib: 79.15, basis: 'as SXM', source: system('a100_pcie') },
  'h100-pcie': { title: 'NVIDIA H100 PCIe', nominalGib: 80, usableGib: 79.1, basis: '79.1-79.65 GiB engine logs (SXM)', source: system('h100_pcie') },
  'h100-sxm': { title: 'NVIDIA H100 SXM', nominalGib: 80, usableGib: 79.1, basis: '79.1-79.65 GiB engine logs; use the smallest', fastLink: true, source: system('h100_sxm') },
  h200: { title: 'NVIDIA H200 SXM', nominalGib: 141, usableGib: 139.8, basis: '139.8 GiB engine log', fastLink: true, source: system('h200_sxm') },
  gh200: { title: 'NVIDIA GH200 96 GB', nominalGib: 96, source: 'https://docs.nvidia.com/datacenter/tesla/mig-user-guide/' },
  b200: { title: 'NVIDIA B200 SXM', nominalGib: 180, usableGib: 178.35, basis: '178.35 GiB engine log; AWS table 183359 MiB', fastLink: true, source: system('b200_sxm') },
  b300: { title: 'NVIDIA B300 SXM', nominalGib: 268.6, usableGib: 268.6, basis: '275040 MiB in yaml and AWS table; engine value not seen', fastLink: true, source: system('b300_sxm') },
  gb200: { title: 'NVIDIA GB200', nominalGib: 185, usableGib: 185, basis: '189471 MiB in yaml; engine value not seen', fastLink: true, source: system('gb200') },
  gb300: { title: 'NVIDIA GB300', nominalGib: 277.5, usableGib: 277.5, basis: '284208 MiB in yaml', fastLink: true, source: system('gb300') },
  mi300x: { title: 'AMD Instinct MI300X', nominalGib: 192, usableGib: 191.9, basis: '191.9 GiB implied by a vLLM recipe log', fastLink: true, source: 'https://github.com/Azure/karpenter-provider-azure/tree/352646f599290c3a6d2f9710fb535a7b288f88ed' },
  gaudi3: { title: 'Intel Gaudi 3', nominalGib: 128, source: 'https://evokernel-specs.pages.dev' },
};
export const accelerator = (id: string): Accelerator | undefined => Object.hasOwn(accelerators, id) ? accelerators[id] : undefined;
