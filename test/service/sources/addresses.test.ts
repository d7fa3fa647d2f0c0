import { expect, test } from 'vitest';
import { Addresses, isPublic } from '../../../src/service/sources/addresses.ts';

/** Hosts that must not be reached, in every form in which a URL may have them. */
const FORBIDDEN = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0177.0.0.1',
  '0x7f.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[2002:7f00:1::]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
  '[fd00::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
];

test.each(FORBIDDEN)('%s is refused as a literal', async (host) => {
  const { hostname } = new URL(`http://${host}/`);
  await expect(new Addresses().of(hostname)).rejects.toMatchObject({ code: 'source-forbidden' });
});

test.each(FORBIDDEN)('%s is refused when a name leads there', async (host) => {
  const { hostname } = new URL(`http://${host}/`);
  const lookup = async () => [hostname.replace(/^\[(.*)\]$/, '$1')];
  await expect(new Addresses([], lookup).of('a.example')).rejects.toMatchObject({ code: 'source-forbidden' });
});

test('public addresses are open, and of several only those', async () => {
  for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450::1']) {
    expect(isPublic(address)).toBe(true);
  }
  const lookup = async () => ['10.0.0.1', '1.1.1.1', '::1'];
  expect(await new Addresses([], lookup).of('a.example')).toEqual(['1.1.1.1']);
});

test('listed ranges are open too, and nothing beside them', async () => {
  const addresses = new Addresses(['10.1.0.0/16', 'fd00:1::/32']);
  expect(await addresses.of('10.1.2.3')).toEqual(['10.1.2.3']);
  expect(await addresses.of('[fd00:1::5]')).toEqual(['fd00:1::5']);
  for (const host of ['10.2.0.1', '[fd00:2::5]', '[::ffff:10.1.2.3]']) {
    await expect(addresses.of(host)).rejects.toMatchObject({ code: 'source-forbidden' });
  }
  expect(await new Addresses(['10.2.0.1']).of('10.2.0.1')).toEqual(['10.2.0.1']);
  expect(() => new Addresses(['10.1'])).toThrow('"10.1"');
});

test('localhost and unknown names are refused', async () => {
  await expect(new Addresses().of('localhost')).rejects.toMatchObject({ code: 'source-forbidden' });
  await expect(new Addresses().of('nowhere.invalid')).rejects.toMatchObject({ code: 'bad-source' });
});
