using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>
/// ASP.NET Core's authentication brings data protection along, which writes key files into the user's home. These services
/// protect nothing with it (their tokens are JWTs), so its keys live and end with the process.
/// </summary>
public static class NoKeysOnDisk
{
    /// <summary>Keeps the keys of data protection in memory.</summary>
    public static IServiceCollection KeepDataProtectionInMemory(this IServiceCollection services) =>
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new InMemoryRepository());

    private sealed class InMemoryRepository : IXmlRepository
    {
        private readonly Lock _lock = new();
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_lock)
                return [.. _elements];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_lock)
                _elements.Add(element);
        }
    }
}
