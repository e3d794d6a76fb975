/** Hands a text or a picture to the browser as a file to keep. */
export function saveFile(name: string, text: BlobPart, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken it by the next turn; kept, it would hold the text as long as the page is open.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
