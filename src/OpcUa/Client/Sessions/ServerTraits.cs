namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// What is known of a make of server beyond, and against, what it declares. Recognised by the names in its BuildInfo
/// (OPC 10000-5, 12.4); <see cref="ConnectionOptions.ServerTraits"/> overrides it.
/// </summary>
/// <param name="Name">The make, for people.</param>
public sealed record ServerTraits(string Name)
{
    /// <summary>Most operations in one request that the server does well.</summary>
    public int MaxOperationsPerRequest { get; init; } = 200;

    /// <summary>
    /// Most requests besides Publish that are outstanding at a time. One for servers that count the operations of parallel
    /// requests together.
    /// </summary>
    public int MaxOutstandingRequests { get; init; } = int.MaxValue;

    /// <summary>Whether items may carry a data-change filter; without, every change comes.</summary>
    public bool TakesDataChangeFilter { get; init; } = true;

    /// <summary>Monitored items that the server has room for in all; null where it is not known.</summary>
    public int? MaxMonitoredItems { get; init; }

    /// <summary>Sessions that the server has room for in all; null where it is not known.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>A server of which nothing is known.</summary>
    public static ServerTraits Unknown { get; } = new("unknown");

    /// <summary>Siemens S7-1200: declares 1,000 operations and is some fifty times slower above 200.</summary>
    public static ServerTraits S71200 { get; } = new("SIMATIC S7-1200")
    {
        MaxOutstandingRequests = 1, TakesDataChangeFilter = false, MaxMonitoredItems = 1_000, MaxSessions = 10,
    };

    /// <summary>Siemens S7-1500: may count what is outstanding across parallel requests.</summary>
    public static ServerTraits S71500 { get; } = new("SIMATIC S7-1500")
    {
        MaxOperationsPerRequest = 500, MaxOutstandingRequests = 1, MaxMonitoredItems = 10_000,
    };

    /// <summary>Inductive Automation Ignition.</summary>
    public static ServerTraits Ignition { get; } = new("Ignition") { MaxOperationsPerRequest = 100 };

    /// <summary>Prosys OPC UA Simulation Server.</summary>
    public static ServerTraits Prosys { get; } = new("Prosys") { MaxOperationsPerRequest = 800 };

    /// <summary>Finds the make by what a server says about itself; <see cref="Unknown"/> where the table has none.</summary>
    /// <param name="manufacturer">ManufacturerName of the BuildInfo.</param>
    /// <param name="product">ProductName of the BuildInfo.</param>
    /// <param name="productUri">ProductUri of the BuildInfo.</param>
    public static ServerTraits Of(string? manufacturer, string? product, string? productUri)
    {
        bool Says(string word) => Has(product, word) || Has(productUri, word);

        // The CPU's own name ("CPU 1515-2 PN") tells the family where the product does not.
        var isSiemens = Has(manufacturer, "siemens");
        if (Says("s7-1200") || Says("s71200") || (isSiemens && Says("CPU 12"))) return S71200;
        if (Says("s7-1500") || Says("s71500") || (isSiemens && Says("CPU 15"))) return S71500;
        if (Says("ignition") || Has(manufacturer, "inductive automation")) return Ignition;
        return Says("prosys") || Has(manufacturer, "prosys") ? Prosys : Unknown;
    }

    static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
