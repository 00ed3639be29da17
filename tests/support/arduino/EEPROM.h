#ifndef EEPROM_STUB_H
#define EEPROM_STUB_H
struct Memory {
  template <typename T> T &get(int at, T &value);
  template <typename T> const T &put(int at, const T &value);
};
extern Memory EEPROM;
#endif
