import type { County } from './requirements';

/** Counties of Henan under their GB/T 2260 codes, by city, for 定向 and 户籍. */
export const countiesByCity: Readonly<Record<string, readonly County[]>> = {
  郑州市: [
    { code: '410122', name: '中牟县' },
    { code: '410181', name: '巩义市' },
    { code: '410185', name: '登封市' },
  ],
  开封市: [
    { code: '410225', name: '兰考县' },
    { code: '410221', name: '杞县' },
  ],
  洛阳市: [
    { code: '410325', name: '嵩县' },
    { code: '410326', name: '汝阳县' },
    { code: '410327', name: '宜阳县' },
    { code: '410328', name: '洛宁县' },
  ],
  安阳市: [
    { code: '410526', name: '滑县' },
    { code: '410527', name: '内黄县' },
  ],
  新乡市: [
    { code: '410725', name: '原阳县' },
    { code: '410727', name: '封丘县' },
  ],
  南阳市: [
    { code: '411321', name: '南召县' },
    { code: '411324', name: '镇平县' },
    { code: '411326', name: '淅川县' },
    { code: '411330', name: '桐柏县' },
  ],
  信阳市: [
    { code: '411522', name: '光山县' },
    { code: '411523', name: '新县' },
    { code: '411525', name: '固始县' },
    { code: '411527', name: '淮滨县' },
  ],
  周口市: [
    { code: '411624', name: '沈丘县' },
    { code: '411625', name: '郸城县' },
    { code: '411627', name: '太康县' },
  ],
  驻马店市: [
    { code: '411722', name: '上蔡县' },
    { code: '411729', name: '新蔡县' },
  ],
};

export const allCounties: readonly County[] = Object.values(countiesByCity).flat();
