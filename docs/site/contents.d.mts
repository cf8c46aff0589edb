/** Markdown of the project that is part of the site, by section. */
export const sections: readonly { readonly title: string; readonly pages: readonly string[] }[];
/** The API's pages, with their titles. */
export const topics: Readonly<Record<string, string>>;
/** The address of a page of the project on the site, without a slash in front. */
export function addressOf(path: string): string;
