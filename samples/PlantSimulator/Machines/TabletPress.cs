namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// Rotary tablet press, 36 stations, 350 mg round tablets. A sub-lot of 22 s is a context: <c>batch_id</c> names it and
/// is empty between two. Mean force is held by the fill depth, as presses do, so that force itself tells little.
/// </summary>
/// <remarks>
/// Fill: mass = bulk density x die area x depth x filling. Compression between fixed punch gaps: Heckel,
/// ln(1/(1-D)) = K P + A (Trans. Metall. Soc. AIME 221, 1961). Strength: Ryshkewitch-Duckworth, s0 exp(-b porosity)
/// (J. Am. Ceram. Soc. 36, 1953), porosity after elastic recovery. Ejection: friction of the radial stress at the die
/// wall. Strength is what the laboratory breaks tablets for; no instrument of the press measures it.
/// </remarks>
internal sealed class TabletPress : Machine
{
    public const string TypeName = "tablet-press";

    /// <summary>Tensile strength in MPa that nine tablets in ten must reach (1.7 is commonly called strong enough; this product is coated).</summary>
    public const double LeastStrength = 2.0;

    private const int BatchId = 0, TurretSpeed = 1, FeederSpeed = 2, FillDepth = 3, PreCompression = 4, MainCompression = 5, CompressionSpread = 6, EjectionForce = 7, TabletWeight = 8, RoomHumidity = 9;
    private const int PunchSticking = 0, FeederStarvation = 1, DieWear = 2, Moisture = 3;

    private const double DieDiameter = 10; // mm
    private const double TrueDensity = 1.5; // mg/mm3
    private const double MainGap = 3.3; // mm
    private const double PreGap = 4.2;
    private const double SetForce = 11.8; // kN
    private const double HeckelOffset = 0.8;
    private const double CampaignSeconds = 22;
    private const double WearPerSecond = 1.0 / (2500 * 3600);

    private static readonly SignalDefinition[] Instruments =
    [
        SignalDefinition.Label("batch_id", 500, "Batch and sub-lot being made; empty between two"),
        SignalDefinition.Number("turret_speed", "/min", 0.1, 0, 120, 500, "Encoder of the turret"),
        SignalDefinition.Number("feeder_speed", "/min", 0.1, 0, 120, 500, "Paddle of the feed frame"),
        SignalDefinition.Number("fill_depth", "mm", 0.005, 0, 20, 500, "Position of the filling cam"),
        SignalDefinition.Number("pre_compression", "kN", 0.01, 0, 20, 500, "Mean peak force of a revolution, strain gauge"),
        SignalDefinition.Number("main_compression", "kN", 0.01, 0, 60, 500, "Mean peak force of a revolution, strain gauge"),
        SignalDefinition.Number("compression_spread", "%", 0.1, 0, 50, 500, "Relative standard deviation of the peak forces of a revolution"),
        SignalDefinition.Number("ejection_force", "N", 2, 0, 2000, 500, "Mean peak force at the ejection cam"),
        SignalDefinition.Number("tablet_weight", "mg", 0.5, 0, 1000, 5000, "Mean of five tablets taken to the balance"),
        SignalDefinition.Number("room_humidity", "%", 0.5, 0, 100, 5000, "Relative humidity of the room"),
    ];

    private static readonly FaultDefinition[] Ways =
    [
        new("punch-sticking", "Powder films the punch faces: tablets lose surface, bond badly and eject hard"),
        new("feeder-starvation", "Powder bridges in the feeder: dies fill short and unevenly"),
        new("die-wear", "A ring wears into the die bore: tablets spring back in it and eject hard"),
        new("moisture", "Granules come damp: they flow worse, deform more easily, bond badly"),
    ];

    private readonly double _gaugeGain;
    private readonly double _preGap;
    private readonly double _ejectionGain;
    private readonly double _spreadFloor;
    private readonly double _humidityMean;
    private readonly double _feedConstant;

    // Properties of the powder lot, new with every batch of eight sub-lots.
    private double _bulkDensity;
    private double _heckelSlope;
    private double _bond;
    private double _wallFriction;

    private int _batch;
    private int _subLot;
    private string _batchId = "";
    private double _campaign;
    private double _setSpeed = 50;
    private double _speed = 50;
    private double _fillDepth;
    private double _filling;
    private double _humidity;
    private double _density = 0.9;
    private double _mass = 350;
    private double _mainForce = SetForce;
    private double _preForce = 3.3;
    private double _spread = 2;
    private double _ejection = 240;
    private double _strengthSum;
    private double _strengthTime;

    public TabletPress(string asset, ulong seed)
        : base(asset, seed, Instruments, Ways)
    {
        _gaugeGain = Random.Vary(1, 0.012);
        _preGap = Random.Vary(PreGap, 0.006);
        _ejectionGain = Random.Vary(1, 0.05);
        _spreadFloor = Random.Vary(1.6, 0.12);
        _humidityMean = Random.Between(35, 50);
        _feedConstant = Random.Vary(4.2, 0.05);
        _filling = 1 - Math.Exp(-_feedConstant);
        Wear = Random.Between(0, 0.5);
        _humidity = _humidityMean;
        _batch = 1000 + Random.Index(8000);
        _subLot = Random.Index(8);
        _campaign = -Random.Between(0.5, 2);
        MixPowder();
    }

    public override string Type => TypeName;

    private protected override void Step(double dt)
    {
        Wear = Math.Min(1, Wear + WearPerSecond * dt);
        _humidity += (_humidityMean - _humidity) * dt / 900 + 3 * Math.Sqrt(2 * dt / 900) * Random.Normal();
        _speed += (_setSpeed - _speed) * dt / 1.5;
        StepFill(dt);
        StepCompression(dt);
        StepCampaign(dt);
    }

    private protected override double Measure(int signal) => signal switch
    {
        TurretSpeed => _speed + 0.05 * Random.Normal(),
        FeederSpeed => FeederRate + 0.05 * Random.Normal(),
        FillDepth => _fillDepth + 0.002 * Random.Normal(),
        PreCompression => _preForce * _gaugeGain * (1 + SampleError) + 0.005 * Random.Normal(),
        MainCompression => _mainForce * _gaugeGain * (1 + SampleError) + 0.01 * Random.Normal(),
        CompressionSpread => _spread * (1 + 0.12 * Random.Normal()),
        EjectionForce => _ejection * _ejectionGain * (1 + 0.015 * Random.Normal()),
        TabletWeight => _mass * (1 + _spread / 100 / 2.6 / Math.Sqrt(5) * Random.Normal()),
        RoomHumidity => _humidity + 0.3 * Random.Normal(),
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    private protected override string Label(int signal) => _batchId;

    // The mean of 36 stations still scatters by a sixth of their spread.
    private double SampleError => _spread / 100 / 6 * Random.Normal();

    private double FeederRate => 0.8 * _speed;

    private double DieArea
    {
        get
        {
            var diameter = DieDiameter + 0.02 * Wear + 0.05 * Severity(DieWear);
            return Math.PI / 4 * diameter * diameter;
        }
    }

    private void StepFill(double dt)
    {
        // A die is under the feeder for a time that goes as 1 / turret speed: filling approaches one exponentially.
        var strokes = _feedConstant * FeederRate / 40 * (50 / _speed);
        var starved = 0.10 * Severity(FeederStarvation) + 0.02 * Severity(Moisture);
        var target = (1 - Math.Exp(-strokes)) * (1 - starved);
        _filling += (target - _filling) * dt / 1.2;
        _mass = MassPerDepth * _fillDepth;
    }

    /// <summary>The fill that trial tablets of a new lot lead to: set force within a third of a percent.</summary>
    private void SetUpFill()
    {
        var pressure = SetForce * 1000 / _gaugeGain / DieArea;
        var density = 1 - Math.Exp(-(HeckelSlope * pressure + HeckelOffset));
        var mass = density * TrueDensity * DieArea * MainGap;
        _fillDepth = mass / MassPerDepth * (1 + 0.003 * Random.Normal());
    }

    private double HeckelSlope => _heckelSlope * (1 + 0.10 * Severity(Moisture) + 0.0012 * (_humidity - 42));

    /// <summary>Powder that a millimetre of fill puts into a die, mg.</summary>
    private double MassPerDepth => _bulkDensity * (1 - 0.02 * Severity(Moisture)) * DieArea * _filling
        * (1 - 0.006 * Severity(PunchSticking));

    private void StepCompression(double dt)
    {
        var area = DieArea;
        var slope = HeckelSlope;
        _density = Math.Clamp(_mass / (TrueDensity * area * MainGap), 0.5, 0.985);
        var mainPressure = HeckelPressure(_density, slope);
        var prePressure = HeckelPressure(Math.Clamp(_mass / (TrueDensity * area * _preGap), 0.4, 0.98), slope);
        _mainForce = mainPressure * area / 1000;
        _preForce = prePressure * area / 1000;
        // The press corrects fill by the mean force it reads, slowly: one revolution says little.
        _fillDepth = Math.Clamp(_fillDepth + 0.012 * (SetForce - _mainForce * _gaugeGain) * dt, 4, 14);

        var spread = _spreadFloor * (1 + 0.2 * Wear) + 4.5 * Severity(FeederStarvation)
            + 1.1 * Severity(PunchSticking) + 0.9 * Severity(Moisture) + 0.02 * Math.Max(0, _speed - 50);
        _spread += (spread - _spread) * dt / 2;

        var friction = _wallFriction * (1 + 0.15 * Wear + 0.7 * Severity(PunchSticking) + 0.9 * Severity(DieWear) - 0.15 * Severity(Moisture));
        var ejection = friction * 0.32 * mainPressure * Math.PI * DieDiameter * MainGap;
        _ejection += (ejection - _ejection) * dt / 1.5;
    }

    private static double HeckelPressure(double density, double slope) =>
        Math.Max(0, (Math.Log(1 / (1 - density)) - HeckelOffset) / slope);

    /// <summary>Strength that nine tablets in ten reach, MPa.</summary>
    private double Strength()
    {
        // Fast compression leaves less time to bond and more to spring back (strain-rate effect).
        var recovery = 0.036 + 0.0004 * (_speed - 50) + 0.004 * Wear + 0.030 * Severity(DieWear);
        var porosity = 1 - _density + recovery;
        var bond = _bond * (1 - 0.28 * Severity(PunchSticking)) * (1 - 0.42 * Severity(Moisture));
        var mean = bond * Math.Exp(-12 * porosity);
        // The spread of force is a spread of mass, hence of density: a weak tail, 1.28 sigma below the mean.
        var massSpread = _spread / 100 / 2.6;
        return mean * (1 - 1.28 * 12 * _density * massSpread);
    }

    private void StepCampaign(double dt)
    {
        _campaign += dt;
        if (_batchId.Length == 0)
        {
            if (_campaign >= 0)
                StartCampaign();
            return;
        }

        _strengthSum += Strength() * dt;
        _strengthTime += dt;
        if (_campaign < CampaignSeconds)
            return;
        var strength = _strengthSum / _strengthTime;
        LastContext = new ContextOutcome(_batchId, strength, strength >= LeastStrength);
        _batchId = "";
        _campaign = -(1.0 + 0.5 * Random.Even());
    }

    private void StartCampaign()
    {
        if (++_subLot > 8)
        {
            _subLot = 1;
            _batch++;
            MixPowder();
        }

        _batchId = $"B{_batch:D5}-{_subLot:D2}";
        _campaign = 0;
        _strengthSum = 0;
        _strengthTime = 0;
    }

    private void MixPowder()
    {
        _bulkDensity = Random.Vary(0.49, 0.015);
        _heckelSlope = Random.Vary(0.0100, 0.02);
        _bond = Random.Vary(13.2, 0.02);
        _wallFriction = Random.Vary(0.048, 0.05);
        _setSpeed = Random.Between(44, 56);
        SetUpFill();
    }
}
