/** Sentences come from the page (parts/words.html), where they are translated; scripts only fill the places in them. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function word(name: string, values: Record<string, string | number> = {}, from: ParentNode = document): string {
  const words = from.querySelector<HTMLTemplateElement>(from === document ? "template#words" : "template[data-words]");
  return fill(words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "", values);
}

/** A fresh copy of the one element inside `<template id>`. */
export function draw(id: string): HTMLElement | null {
  const template = document.getElementById(id);
  const first = template instanceof HTMLTemplateElement ? template.content.firstElementChild : null;
  return first ? (document.importNode(first, true) as HTMLElement) : null;
}
