/** How tags are compared. */

/** Keys without regard to case and outer blanks; values are compared exactly. */
export const tagKey = (key: string): string => key.trim().toLowerCase();
