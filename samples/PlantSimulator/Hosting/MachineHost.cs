using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.PlantSimulator.Journal;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Range = Jinan.IndustryBrain.OpcUa.Services.Range;

namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>A machine as an OPC UA object: a variable for each instrument, and the methods that inject and clear faults.</summary>
internal sealed class MachineHost
{
    private readonly Machine _machine;
    private readonly PlantClock _clock;
    private readonly JournalWriter? _journal;
    private readonly VariableNode[] _variables;
    private readonly string[] _journalNames;
    private readonly List<Sample> _samples = [];
    private readonly Lock _gate = new(); // the methods run on the clients' threads

    public MachineHost(Machine machine, AddressSpace space, PlantClock clock, double speed, JournalWriter? journal)
    {
        _machine = machine;
        _clock = clock;
        _journal = journal;
        var ns = space.RegisterNamespace(PlantNamespace.Uri);
        var node = space.AddObject(space.Objects, new NodeId(machine.Asset, ns), new QualifiedName(ns, machine.Asset));
        _variables = [.. machine.Signals.Select(signal => AddVariable(space, node, ns, signal, speed))];
        _journalNames = [.. machine.Signals.Select(signal => $"{machine.Asset}/{signal.Name}")];
        AddMethods(space, node, ns);
    }

    public long Emitted { get; private set; }

    public void Advance(TimeSpan by, DateTime now)
    {
        _samples.Clear();
        lock (_gate)
            _machine.Advance(by, _samples);
        foreach (var sample in _samples)
        {
            var sourceTime = _clock.SourceTime(sample.At);
            var value = ValueOf(sample);
            // Journalled first: what a client has received is in the journal, at the latest with its next flush.
            _journal?.Write(_journalNames[sample.Signal], sourceTime, value);
            _variables[sample.Signal].SetValue(value, sourceTime, StatusCodes.Good, now);
        }

        Emitted += _samples.Count;
    }

    private Variant ValueOf(in Sample sample) => _machine.Signals[sample.Signal].Type switch
    {
        SignalType.Double => sample.Number,
        SignalType.Int32 => (int)sample.Number,
        _ => sample.Text,
    };

    private VariableNode AddVariable(AddressSpace space, ObjectNode machine, ushort ns, SignalDefinition signal, double speed)
    {
        var id = PlantNamespace.NodeOf(_machine.Asset, signal.Name);
        var type = signal.Type switch
        {
            SignalType.Double => BuiltInType.Double,
            SignalType.Int32 => BuiltInType.Int32,
            _ => BuiltInType.String,
        };
        var settings = new VariableSettings(type) { MinimumSamplingInterval = signal.Period / speed };
        var variable = space.AddVariable(machine, new NodeId(id, ns), new QualifiedName(ns, signal.Name), settings, signal.Description);
        if (signal.Type != SignalType.Text)
        {
            AddProperty("EURange", DataTypeIds.Range, new Range { Low = signal.Low, High = signal.High }.ToExtensionObject());
            if (signal.Unit.Length > 0)
            {
                // UCUM, as the units of factory.yaml; the numeric ids of UNECE are left out.
                var unit = new EUInformation { NamespaceUri = "http://unitsofmeasure.org", UnitId = -1, DisplayName = new LocalizedText(signal.Unit) };
                AddProperty("EngineeringUnits", DataTypeIds.EUInformation, unit.ToExtensionObject());
            }
        }

        return variable;

        void AddProperty(string name, NodeId dataType, ExtensionObject value) => space.AddProperty(
            variable,
            new NodeId($"{id}.{name}", ns),
            new QualifiedName(name),
            new VariableSettings(BuiltInType.ExtensionObject) { DataType = dataType, InitialValue = value });
    }

    private void AddMethods(AddressSpace space, ObjectNode node, ushort ns)
    {
        space.AddMethod(
            node,
            new NodeId(PlantNamespace.NodeOf(_machine.Asset, PlantNamespace.InjectFault), ns),
            new QualifiedName(ns, PlantNamespace.InjectFault),
            [
                new MethodArgument("name", BuiltInType.String, string.Join(", ", _machine.Faults.Select(fault => fault.Name))),
                new MethodArgument("severity", BuiltInType.Double, "Above 0, to 1: as bad as it gets."),
            ],
            [],
            InjectFault);
        space.AddMethod(
            node,
            new NodeId(PlantNamespace.NodeOf(_machine.Asset, PlantNamespace.ClearFaults), ns),
            new QualifiedName(ns, PlantNamespace.ClearFaults),
            [],
            [],
            ClearFaults);
    }

    private MethodOutcome InjectFault(IReadOnlyList<Variant> inputs)
    {
        var name = inputs[0].AsString();
        inputs[1].TryGetDouble(out var severity);
        if (!_machine.Faults.Any(fault => fault.Name == name))
            return new MethodOutcome(StatusCodes.BadNotFound);
        if (!(severity > 0 && severity <= 1))
            return new MethodOutcome(StatusCodes.BadOutOfRange);
        lock (_gate)
            _machine.InjectFault(name!, severity);
        return new MethodOutcome(StatusCodes.Good);
    }

    private MethodOutcome ClearFaults(IReadOnlyList<Variant> inputs)
    {
        lock (_gate)
        {
            foreach (var fault in _machine.Faults)
                _machine.ClearFault(fault.Name);
        }

        return new MethodOutcome(StatusCodes.Good);
    }
}
