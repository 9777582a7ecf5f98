/** The newest version of Cartography whose schema the questions here were written and tried against. */
export const KNOWN_VERSION = '0.143';
