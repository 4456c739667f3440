using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Jinan.IndustryBrain.ServiceDefaults.Telemetry;

internal static class LoggingDefaults
{
    /// <summary>One line an event, in UTC, so that logs of many services can be merged by sorting.</summary>
    public static void AddOneLineLogging(this WebApplicationBuilder builder)
    {
        // At the front of the sources: any configuration of the user's own wins.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
                // It warns that keys are not encrypted at rest; ours are never at rest.
                ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
                // Asked several times a second while somebody waits for it; the answer itself says what is wrong.
                ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
                ["Logging:LogLevel:System.Net.Http"] = "Warning",
                ["Logging:LogLevel:Polly"] = "Warning",
                // A caller that breaks off fills pages there; the gateway's audit has a line for it.
                ["Logging:LogLevel:Yarp"] = "Error",
                ["Logging:LogLevel:OpenIddict"] = "Warning",
            },
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
    }
}
