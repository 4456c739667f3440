namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>Something that has to be there before the services start could not be made; the message says what to do.</summary>
internal sealed class SetupException(string message) : Exception(message);
