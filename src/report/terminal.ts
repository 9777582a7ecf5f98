/** Text that anyone may have written, as a terminal may be given it. */

/** One line, and nothing that a terminal would act on: control characters as in JSON. */
export function terminalText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
      const json = JSON.stringify(character).slice(1, -1);
      return json !== character
        ? json
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}
