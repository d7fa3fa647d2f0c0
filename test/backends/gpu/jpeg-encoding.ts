import sharp from 'sharp';
import { type Device, openDevice } from '../../../src/backends/gpu/device.ts';
import { type JpegEncodeOptions, JpegEncoder } from '../../../src/backends/gpu/jpeg/encoder.ts';
import type { Shape } from '../../../src/core/image.ts';
import type { Samples } from '../../support/jpeg-pictures.ts';

/** An encoder on the software GPU, with pictures put into buffers for it. */
export interface EncoderBench {
  readonly opened: Device;
  readonly device: GPUDevice;
  readonly encoder: JpegEncoder;
  upload(picture: Samples): GPUBuffer;
  encode(picture: Samples, options: JpegEncodeOptions): Promise<Uint8Array>;
}

export async function openEncoder(): Promise<EncoderBench> {
  const opened = (await openDevice('software')) as Device;
  const { device } = opened;
  const encoder = new JpegEncoder(opened);
  await encoder.warm();
  const upload = ({ data }: Samples) => {
    const whole = new Uint8Array(4 * Math.ceil(data.length / 4));
    whole.set(data);
    const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    const buffer = device.createBuffer({ size: whole.length, usage: STORAGE | COPY_DST | COPY_SRC });
    device.queue.writeBuffer(buffer, 0, whole);
    return buffer;
  };
  const encode = async (picture: Samples, options: JpegEncodeOptions) => {
    const buffer = upload(picture);
    try {
      return await encoder.encode({ buffer, shape: shapeOf(picture) }, options);
    } finally {
      buffer.destroy();
    }
  };
  return { opened, device, encoder, upload, encode };
}

export function shapeOf({ width, height, channels }: Samples): Shape {
  return { width, height, channels, type: 'u8' };
}

/** The samples that a file holds, as libjpeg-turbo decodes them. */
export async function decodeWithSharp(file: Uint8Array): Promise<Buffer> {
  return sharp(file).raw().toBuffer();
}
