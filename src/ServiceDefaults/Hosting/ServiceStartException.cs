namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>The service cannot start as it is configured; the message says what to do and needs no stack trace.</summary>
public sealed class ServiceStartException : Exception
{
    /// <summary>Creates it with a message for the person who starts the service.</summary>
    public ServiceStartException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message for the person who starts the service, and the cause.</summary>
    public ServiceStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it without a message; needed by convention only.</summary>
    public ServiceStartException()
    {
    }
}
