/** The files of an atlas beside its overview: `NAME.sheets/2.svg`, `NAME.sheets/3.svg` … */

export const sheetFile = (name: string, number: number): string => `${name}.sheets/${number}.svg`;

const SHEET = /^(.+)\.sheets\/([2-9]|[1-9]\d{1,4})\.svg$/;

/** The diagram and the number of a sheet, of a path that is one. */
export function sheetOfFile(
  path: string,
): { readonly name: string; readonly number: number } | undefined {
  const [, name, number] = SHEET.exec(path) ?? [];
  return name === undefined ? undefined : { name, number: Number(number) };
}
