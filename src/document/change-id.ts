/** Where a change begins, as what leads to it says. No heading's own id has a full stop. */
export const changeId = (number: number): string => `change.${number}`;

/** The heading of the list of changes. */
export const CHANGES_ID = "changes.list";
