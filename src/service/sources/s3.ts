/** A bucket of S3, or of a store that speaks its protocol (R2, MinIO, Ceph), as a source of pictures. */
import { AwsClient } from 'aws4fetch';
import type { PictureSource } from '../source.ts';
import { type AnswerOptions, askingHeaders, userAgent } from './answer.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { urlBelow } from './url-below.ts';

/** Options of `s3`. */
export interface S3Options {
  /** The one bucket whose files are open. */
  readonly bucket: string;
  /** Beginning of every key, such as `pictures/`. */
  readonly prefix?: string;
  /** Id of the key. */
  readonly accessKeyId: string;
  /** The secret of the key. */
  readonly secretAccessKey: string;
  /** Token of temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** `us-east-1` by default; `auto` for R2. */
  readonly region?: string | undefined;
  /** URL of the store; that of AWS by default. A store elsewhere is asked for `endpoint/bucket/key`. */
  readonly endpoint?: string | undefined;
  /** Answer to a store that refuses (403): as for a missing file, by default, since S3 says so without ListBucket. */
  readonly denied?: AnswerOptions['denied'];
}

/** Pictures of one bucket. */
export function s3(options: S3Options): PictureSource {
  const { bucket, prefix = '', accessKeyId, secretAccessKey, sessionToken, denied } = options;
  const { region = 'us-east-1', endpoint } = options;
  // Names with dots do not fit the certificate of AWS, so these stand in the path.
  const isHost = endpoint === undefined && !bucket.includes('.');
  const place = endpoint ?? `https://${isHost ? `${bucket}.` : ''}s3.${region}.amazonaws.com`;
  const base = isHost ? place : `${place.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`;
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: 's3' },
    ...(sessionToken !== undefined && { sessionToken }),
  });
  return {
    description: `the bucket ${bucket} at ${new URL(place).host}`,
    async get(key, request) {
      const url = urlBelow(base, prefix + key);
      const signed = await client.sign(url, {
        headers: { ...userAgent(), ...askingHeaders(request.known), ...request.trace },
      });
      return fetchAnswer((init) => fetch(signed, init), request, { denied });
    },
  };
}
