using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>Runs a service to its end and turns the faults that a person can mend into plain lines.</summary>
public static class ServiceRun
{
    /// <summary>Exit code for a configuration that cannot be used; a supervisor need not try again.</summary>
    public const int ConfigurationFault = 78;

    /// <summary>Builds the application and runs it until it is asked to stop.</summary>
    /// <returns>0 after a stop in good order, otherwise a code for the shell.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build, CancellationToken cancellationToken = default)
    {
        try
        {
            await ((IHost)build()).RunAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (Exception fault) when (Explain(fault) is { } lines)
        {
            foreach (var line in lines)
                await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
            return ConfigurationFault;
        }
    }

    /// <returns>What is wrong and what to do, or null when only the stack trace can tell.</returns>
    internal static IReadOnlyList<string>? Explain(Exception fault) => fault switch
    {
        OptionsValidationException options => [.. options.Failures.Select(failure => $"Configuration: {failure}")],
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. many.InnerExceptions.SelectMany(inner => Explain(inner)!)],
        // The configuration binder's own words name the key and the value that does not convert.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binder =>
            [$"Configuration: {binder.Message}"],
        IOException when InnerSocketError(fault) is SocketError.AddressAlreadyInUse =>
            [$"{fault.Message} Stop the other program or set ASPNETCORE_URLS to a free port."],
        ServiceStartException start => [start.Message],
        _ => null,
    };

    private static SocketError? InnerSocketError(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }
}
