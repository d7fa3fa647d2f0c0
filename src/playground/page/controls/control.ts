/** Chooses the control for a parameter by its JSON Schema. */
import type { FieldSchema } from '../../../recipe/field-schema.ts';
import { choiceControl, maybeControl, switchControl, wordsIn } from './choice.ts';
import { curveControl } from './curve.ts';
import { numberControl } from './number.ts';
import type { Control, Setting } from './row.ts';
import { numberIn } from './slider-scale.ts';
import { colorControl, fileControl, listControl, textControl } from './text.ts';

export function makeControl(setting: Setting): Control {
  const { field } = setting;
  if (field.format === 'file') return fileControl(setting);
  if (field.format === 'curve') return curveControl(setting);
  if (field.unit === 'colour') return colorControl(setting);
  if (field.type === 'boolean') {
    return field.default === undefined ? maybeControl(setting) : switchControl(setting);
  }
  if (wordsIn(field).length > 0) return choiceControl(setting);
  if (numberIn(field)) return numberControl(setting);
  return takesList(field) ? listControl(setting) : textControl(setting);
}

function takesList({ type, anyOf = [] }: FieldSchema): boolean {
  return type === 'array' || anyOf.some(takesList);
}
