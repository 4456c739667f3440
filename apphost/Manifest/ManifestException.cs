namespace Jinan.IndustryBrain.AppHost.Manifest;

/// <summary>The manifest cannot be run as it is; the message says where and what to do.</summary>
internal sealed class ManifestException(string message) : Exception(message);
