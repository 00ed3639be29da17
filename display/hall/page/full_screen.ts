/** A board fills its screen from the first touch on, and keeps the screen awake where it may. */

export function fillScreen(): void {
  for (const event of ["pointerdown", "keydown"]) {
    document.addEventListener(event, enter, { passive: true });
  }
  document.addEventListener("visibilitychange", () => void stayAwake());
  void stayAwake();
}

function enter(): void {
  const root = document.documentElement;
  if (document.fullscreenElement === null) root.requestFullscreen?.().catch(() => undefined);
}

async function stayAwake(): Promise<void> {
  // Exists in secure contexts only; elsewhere the machine is told not to sleep.
  if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
  await navigator.wakeLock.request("screen").catch(() => undefined);
}
