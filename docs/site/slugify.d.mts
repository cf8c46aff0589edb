/** A heading's anchor, as repository browsers make it. */
export function slugify(heading: string): string;
