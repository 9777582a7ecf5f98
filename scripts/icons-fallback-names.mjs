export function retired() { return []; }
