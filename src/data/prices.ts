// Public on-demand prices of a GPU hour, by cloud, region and accelerator: what stands in where the platform names no price of its own.
// Carried over on 2026-11-23; per GPU, host included; of several sizes the dearest. Spot and reserved prices are left out: they move, or bind.

export interface ListPrice {
  /** Decimal, US dollars per GPU and hour. */
  readonly usd: string;
  readonly instance: string;
  readonly asOf: string;
  readonly source: string;
}

const aws = 'https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/providers/pricing/zz_generated.pricing_aws.go';
const azure = 'https://github.com/Azure/karpenter-provider-azure/tree/352646f599290c3a6d2f9710fb535a7b288f88ed';

const gpuHours: Readonly<Record<string, ListPrice>> = {
  'aws/us-east-1/t4': { usd: '0.978', instance: 'g4dn.12xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/a10g': { usd: '2.036', instance: 'g5.48xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/l4': { usd: '1.6688', instance: 'g6.48xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/l40s': { usd: '3.7664', instance: 'g6e.48xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/rtx-pro-6000-blackwell-server': { usd: '4.14304', instance: 'g7e.12xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/a100-40-sxm': { usd: '2.74471', instance: 'p4d.24xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/a100-80-sxm': { usd: '3.43088', instance: 'p4de.24xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/h100-sxm': { usd: '6.88', instance: 'p5.4xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/h200': { usd: '7.912', instance: 'p5en.48xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/b200': { usd: '14.2416', instance: 'p6-b200.48xlarge', asOf: '2026-07-20', source: aws },
  'aws/us-east-1/b300': { usd: '17.802', instance: 'p6-b300.48xlarge', asOf: '2026-07-20', source: aws },
  'azure/eastus/t4': { usd: '1.088', instance: 'Standard_NC64as_T4_v3', asOf: '2026-06-18', source: azure },
  'azure/westeurope/t4': { usd: '1.36', instance: 'Standard_NC64as_T4_v3', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/t4': { usd: '1.15075', instance: 'Standard_NC64as_T4_v3', asOf: '2026-06-18', source: azure },
  'azure/eastus/a10': { usd: '3.26', instance: 'Standard_NV72ads_A10_v5', asOf: '2026-06-18', source: azure },
  'azure/westeurope/a10': { usd: '4.238', instance: 'Standard_NV72ads_A10_v5', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/a10': { usd: '4.238', instance: 'Standard_NV72ads_A10_v5', asOf: '2026-06-18', source: azure },
  'azure/eastus/a100-80-pcie': { usd: '3.673', instance: 'Standard_NC24ads_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/westeurope/a100-80-pcie': { usd: '4.775', instance: 'Standard_NC24ads_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/a100-80-pcie': { usd: '4.775', instance: 'Standard_NC24ads_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/eastus/a100-40-sxm': { usd: '3.39962', instance: 'Standard_ND96asr_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/westeurope/a100-40-sxm': { usd: '4.41962', instance: 'Standard_ND96asr_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/eastus/a100-80-sxm': { usd: '4.09625', instance: 'Standard_ND96amsr_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/westeurope/a100-80-sxm': { usd: '5.12025', instance: 'Standard_ND96amsr_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/a100-80-sxm': { usd: '5.12025', instance: 'Standard_ND96amsr_A100_v4', asOf: '2026-06-18', source: azure },
  'azure/eastus/h100-nvl': { usd: '6.98', instance: 'Standard_NC40ads_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/westeurope/h100-nvl': { usd: '9.08', instance: 'Standard_NC40ads_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/h100-nvl': { usd: '9.074', instance: 'Standard_NC40ads_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/eastus/h100-sxm': { usd: '12.29', instance: 'Standard_ND96isr_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/westeurope/h100-sxm': { usd: '15.977', instance: 'Standard_ND96isr_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/h100-sxm': { usd: '15.977', instance: 'Standard_ND96isr_H100_v5', asOf: '2026-06-18', source: azure },
  'azure/eastus2/h200': { usd: '10.6', instance: 'Standard_ND96isr_H200_v5', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/h200': { usd: '13.784', instance: 'Standard_ND96isr_H200_v5', asOf: '2026-06-18', source: azure },
  'azure/eastus2/mi300x': { usd: '6', instance: 'Standard_ND96isr_MI300X_v5', asOf: '2026-06-18', source: azure },
  'azure/swedencentral/mi300x': { usd: '8.4', instance: 'Standard_ND96isr_MI300X_v5', asOf: '2026-06-18', source: azure },
  'azure/eastus/gb200': { usd: '27.04', instance: 'Standard_ND128isr_NDR_GB200_v6', asOf: '2026-06-18', source: azure },
};

/** Hours of a month: 365 days of 24 hours over 12 months, as OpenCost reckons it too. https://www.opencost.io/docs/ */
export const hoursPerMonth = 730;

/** The price under a key such as `aws/us-east-1/h100-sxm`, or the first one of the accelerator. */
export function listPrice(accelerator: string, key?: string): (ListPrice & { readonly key: string }) | undefined {
  const found = key ?? Object.keys(gpuHours).find((k) => k.endsWith(`/${accelerator}`));
  const price = found !== undefined && Object.hasOwn(gpuHours, found) ? gpuHours[found] : undefined;
  return price && found !== undefined ? { ...price, key: found } : undefined;
}
