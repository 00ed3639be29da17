/*
 * The button box on a computer: pad_protocol.c with pipes in place of pins and the serial port.
 *
 *   box_on_host DEV BOOT KEYS FD
 *
 * standard input and output   the serial line
 * file descriptor FD          the keys' contacts: '1' closes the first one, 'a' opens it, ...
 * standard error              "lit N" whenever the lamps change; "down N", "up N" when a key has
 *                             settled there
 *
 * Ends when the serial line or the keys end.
 */
#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../button_box/pad_protocol.h"

enum { TICK_MS = 2, MOST_KEYS = 5 };

static pad_button_t buttons[MOST_KEYS];
static bool contacts[MOST_KEYS];

static uint32_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint32_t)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void move_contact(char told, int keys) {
  for (int key = 0; key < keys; key++) {
    if (told == '1' + key || told == 'a' + key) {
      contacts[key] = told == '1' + key;
    }
  }
}

static void read_keys(pad_t *pad, int keys, uint32_t now) {
  for (int key = 0; key < keys; key++) {
    bool was_down = buttons[key].down;
    if (pad_button_pressed(&buttons[key], contacts[key], now)) {
      pad_press(pad, (uint8_t)(key + 1), buttons[key].since);
    }
    if (buttons[key].down != was_down) {
      fprintf(stderr, "%s %d\n", was_down ? "up" : "down", key + 1);
    }
  }
}

static void speak(pad_t *pad, uint32_t now) {
  unsigned char bytes[256];
  size_t size = 0;
  int byte;
  while (size < sizeof bytes && (byte = pad_next_byte(pad, now)) >= 0) {
    bytes[size++] = (unsigned char)byte;
  }
  if (size > 0 && write(STDOUT_FILENO, bytes, size) < 0) {
    exit(1);
  }
}

static void show_lamps(pad_t *pad, uint32_t now) {
  static int shown = -1;
  int lit = pad_lit(pad, now);
  if (lit != shown) {
    fprintf(stderr, "lit %d\n", lit);
    shown = lit;
  }
}

/* False at the end of the descriptor. */
static bool read_some(int fd, unsigned char *bytes, size_t most, size_t *size) {
  ssize_t got = read(fd, bytes, most);
  *size = got > 0 ? (size_t)got : 0;
  return got > 0;
}

static void run(pad_t *pad, int keys, int keys_fd) {
  struct pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {keys_fd, POLLIN, 0}};
  for (;;) {
    unsigned char bytes[256];
    size_t size;
    poll(fds, 2, TICK_MS);
    uint32_t now = now_ms();
    if (fds[0].revents != 0) {
      if (!read_some(STDIN_FILENO, bytes, sizeof bytes, &size)) {
        return;
      }
      for (size_t i = 0; i < size; i++) {
        pad_receive(pad, bytes[i], now);
      }
    }
    if (fds[1].revents != 0) { /* one change at a time, as a loop that reads pins would see it */
      if (!read_some(keys_fd, bytes, 1, &size)) {
        return;
      }
      move_contact((char)bytes[0], keys);
    }
    read_keys(pad, keys, now);
    show_lamps(pad, now);
    speak(pad, now);
  }
}

int main(int argc, char **argv) {
  static pad_t pad;
  int keys = argc == 5 ? atoi(argv[3]) : 0;
  if (keys < 2 || keys > MOST_KEYS ||
      !pad_begin(&pad, argv[1], argv[2], "host-1.0", (uint8_t)keys, now_ms())) {
    fprintf(stderr, "box_on_host DEV BOOT KEYS FD\n");
    return 2;
  }
  run(&pad, keys, atoi(argv[4]));
  return 0;
}
