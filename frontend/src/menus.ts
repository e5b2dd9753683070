/** Menus and small forms in `<details>`, dialogs: they open without a script; here they also close well. */
const MENUS = "details.dropdown, details[data-inline]";

function close(details: HTMLDetailsElement, focus: boolean): void {
  details.open = false;
  if (focus) details.querySelector("summary")?.focus();
}

export function closeAround(element: Element): void {
  const details = element.closest<HTMLDetailsElement>("details");
  if (details) close(details, details.contains(document.activeElement));
  element.closest("dialog")?.close();
}

export function startMenus(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Element)) return;
    const details = event.target.closest<HTMLDetailsElement>("details[open]");
    if (!details?.matches(MENUS)) return;
    event.preventDefault();
    for (const form of details.querySelectorAll("form")) form.reset();
    close(details, true);
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    for (const details of document.querySelectorAll<HTMLDetailsElement>("details.dropdown[open]"))
      if (!details.contains(target)) close(details, false);
    const opener = target.closest<HTMLElement>("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens!);
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    if (target.closest("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
  });
  // `toggle` does not bubble
  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (!(details instanceof HTMLDetailsElement) || !details.open || !details.matches("[data-inline]")) return;
      const field = details.querySelector<HTMLInputElement>("input:not([type=hidden]), textarea, select");
      field?.focus();
      if (field?.type === "text") field.select();
    },
    true,
  );
}
