/** What the status of an element or link says of its use. */

/** States of what works as it should. */
const IN_SERVICE =
  /^(active|available|running|in[-_ ]?service|in[-_ ]?use|associated|attached|enabled|healthy|ok|ready|issued|joined)$/i;

/** Whether a status says that it is not in use, or no longer or not yet. */
export const isOutOfService = (status: string | undefined): status is string =>
  status !== undefined && status.trim() !== '' && !IN_SERVICE.test(status.trim());

/** Whether traffic may pass: a status that nobody knows does not close a link. */
export const mayBeActive = (status: string | undefined): boolean =>
  !isOutOfService(status) || /unknown|unresolved/i.test(status);
