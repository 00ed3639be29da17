/*
 * A rating pad of two to five keys on an Arduino: pins, clock, serial port and watchdog around
 * pad_protocol.c. Wiring, boards and flashing: ../README.md.
 */
#include "pad_protocol.h"
#include "settings.h"

#if defined(__AVR__)
#include <EEPROM.h>
#include <avr/wdt.h>
#endif

static const uint8_t key_pins[BOX_KEYS] = BOX_KEY_PINS;
static const uint8_t lamp_pins[BOX_KEYS] = BOX_LAMP_PINS;
static_assert(BOX_KEYS >= 2 && BOX_KEYS <= 5, "a rating pad has two to five keys");

static pad_t pad;
static pad_button_t buttons[BOX_KEYS];
static uint32_t blinks_until[BOX_KEYS];
static char boot_id[9];

static bool contact(uint8_t key) { return digitalRead(key_pins[key]) == LOW; }

/* Noise of open analogue pins and of the time since power-up. */
static uint32_t noise() {
  uint32_t gathered = micros();
  for (uint8_t i = 0; i < 32; i++) {
    gathered = (gathered << 5 | gathered >> 27) ^ (uint32_t)analogRead(A0) ^ micros();
  }
  return gathered;
}

/* Never the same twice: a count of power-ups where there is a memory for it, and noise. */
static uint32_t boot_number() {
#if defined(__AVR__)
  uint16_t count;
  EEPROM.get(0, count);
  EEPROM.put(0, ++count);
  return (uint32_t)count << 16 | (noise() & 0xFFFF);
#else
  return noise();
#endif
}

static void name_this_boot() {
  uint32_t number = boot_number();
  for (uint8_t i = 0; i < 8; i++) {
    boot_id[i] = "0123456789abcdef"[number >> (28 - 4 * i) & 0xF];
  }
}

void setup() {
#if defined(__AVR__)
  wdt_enable(WDTO_2S);
#endif
  for (uint8_t key = 0; key < BOX_KEYS; key++) {
    pinMode(key_pins[key], INPUT_PULLUP);
    pinMode(lamp_pins[key], OUTPUT);
  }
  name_this_boot();
  Serial.begin(BOX_BAUD);
  uint32_t now = millis();
  for (uint8_t key = 0; key < BOX_KEYS; key++) {
    pad_button_begin(&buttons[key], contact(key), now);
  }
  pad_begin(&pad, BOX_DEV, boot_id, BOX_FW, BOX_KEYS, now);
}

static void read_keys(uint32_t now) {
  for (uint8_t key = 0; key < BOX_KEYS; key++) {
    if (pad_button_pressed(&buttons[key], contact(key), now)) {
      pad_press(&pad, (uint8_t)(key + 1), buttons[key].since);
      blinks_until[key] = now + BOX_BLINK_MS;
    }
  }
}

/* Lit keys are lit; the one just heard is the other way round for a moment. */
static void show_lamps(uint32_t now) {
  uint8_t lit = pad_lit(&pad, now);
  for (uint8_t key = 0; key < BOX_KEYS; key++) {
    bool blinks = (int32_t)(blinks_until[key] - now) > 0;
    digitalWrite(lamp_pins[key], (key < lit) != blinks ? HIGH : LOW);
  }
}

/* Only as much as the port takes now: a full port must not stop the keys from being read. */
static void speak(uint32_t now) {
  while (Serial.availableForWrite() > 0) {
    int byte = pad_next_byte(&pad, now);
    if (byte < 0) {
      return;
    }
    Serial.write((uint8_t)byte);
  }
}

void loop() {
#if defined(__AVR__)
  wdt_reset();
#endif
  uint32_t now = millis();
  read_keys(now);
  for (int waiting = Serial.available(); waiting > 0; waiting--) {
    pad_receive(&pad, (uint8_t)Serial.read(), now);
  }
  show_lamps(now);
  speak(now);
}
