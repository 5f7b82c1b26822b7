/** Breaks a text into lines of at most `width` characters; what is in backticks and a link's words stay on one line. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  // A command in backticks is to be copied whole.
  for (const word of text.match(/`[^`]+`\S*|\[[^\]]+\]\S*|\S+/g) ?? []) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
