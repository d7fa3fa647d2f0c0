import { describeOpsOnGpu } from './on-gpu.ts';

describeOpsOnGpu(0, 2);
