using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jinan.IndustryBrain.ServiceDefaults.Options;

/// <summary>Registration of options that are checked before the service takes its first request.</summary>
public static class ValidatedOptionsExtensions
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to a configuration section, checks it at start with every fault listed, and registers
    /// the validated value itself, so that classes take <typeparamref name="T"/> and not its wrapper.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="section">Path of the section, e.g. <c>Uplink</c>.</param>
    public static IServiceCollection AddValidatedOptions<T>(this IServiceCollection services, string section)
        where T : class, IValidatedOptions, new()
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new FaultListing<T>(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
        return services;
    }

    private sealed class FaultListing<T>(string section) : IValidateOptions<T>
        where T : class, IValidatedOptions
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = options.FindFaults().Select(fault => $"{section}:{fault}").ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
