/** Bytes as text, without the mark at the beginning that some editors, shells and spreadsheets of Windows write. */
export function fileText(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
