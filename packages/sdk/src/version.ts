export const sdkVersion = '0.1.0';
export const sdkName = `signalbox-js/${sdkVersion}`;
