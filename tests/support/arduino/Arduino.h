/* As much of the Arduino core as the button box uses, to check that its sketch compiles. */
#ifndef ARDUINO_STUB_H
#define ARDUINO_STUB_H
#include <stddef.h>
#include <stdint.h>

enum { LOW, HIGH, INPUT_PULLUP, OUTPUT, A0 };

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t value);
int digitalRead(uint8_t pin);
int analogRead(uint8_t pin);
unsigned long millis();
unsigned long micros();
void setup();
void loop();

struct SerialPort {
  void begin(unsigned long baud);
  int available();
  int availableForWrite();
  int read();
  size_t write(uint8_t byte);
};
extern SerialPort Serial;
#endif
