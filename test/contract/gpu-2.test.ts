import { describeOpsOnGpu } from './on-gpu.ts';

describeOpsOnGpu(1, 2);
